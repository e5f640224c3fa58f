"""Claims on the command line: reading, drafts, imports, incident files and the dossier."""
