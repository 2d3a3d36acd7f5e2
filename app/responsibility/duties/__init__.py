"""The duty matrix: what each duty of a system looks like, formally and in practice."""
