"""Reading a text: words, layout, numbers, facts, tables, goals with results, scores, equations."""
