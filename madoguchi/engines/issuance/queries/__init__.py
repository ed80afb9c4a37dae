"""Every read of the engine. What a paper says of people is shown to those alone who may see them."""
