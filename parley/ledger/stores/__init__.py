"""Where entries and sealed parts are kept. The two stores share tests, not code."""
