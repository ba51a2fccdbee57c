"""The desk's working copies: who may do what is the caller's to know (`Article.objects.editable_by`, `decided_by`)."""
