"""What each person has set for themselves: how large, in which colours, mirrored or not, how loud."""
