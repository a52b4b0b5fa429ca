"""The makers of the samples: one file a sample."""
