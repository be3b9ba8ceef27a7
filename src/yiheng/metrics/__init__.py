"""统计: metrics and their calibers, figures, identities (勾稽) and traces."""
