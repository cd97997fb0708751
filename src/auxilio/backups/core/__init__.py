"""What the pages of backups and keys send and are answered. Pure."""
