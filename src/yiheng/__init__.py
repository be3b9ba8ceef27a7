"""医衡 Yiheng: performance management for medical-insurance funds. The rooms are drawn in docs/architecture.md."""
