"""Writers of a release package; they accept only what disclosure has sealed."""
