"""One module per page of the frame, and the registry that the navigation is built from."""
