"""Pure rules of compliance: which pack holds, what words a name contains, what public bodies may spend."""
