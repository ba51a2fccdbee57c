"""The desk's own models in the office: the publication and the audit trail."""
