"""Checks k8s/ without a cluster: renders it, validates it, and asks whether all that it names is there."""
