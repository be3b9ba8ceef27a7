"""The compiled loop: a scheme as integer arrays, run over Arrow batches at memory speed."""
