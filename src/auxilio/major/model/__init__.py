"""What a scene, a plan and a situation are."""
