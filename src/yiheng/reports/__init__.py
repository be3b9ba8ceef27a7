"""文书: documents, forms and workbooks, made from figures, tables and templates."""
