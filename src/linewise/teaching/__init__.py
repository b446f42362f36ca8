"""Teaching: what people decided becomes a training set, and a training set becomes a model."""
