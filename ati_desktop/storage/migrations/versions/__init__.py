"""One file a step; none of them imports the models, which go on changing."""
