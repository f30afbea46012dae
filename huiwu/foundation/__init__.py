"""The mechanisms every capability stands on: base model, outbox, jobs, permission, registries, pages, components."""
