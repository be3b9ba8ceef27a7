"""医衡 Yiheng: performance management for medical-insurance funds. The rooms are drawn in docs/architecture.md."""

__version__ = "0.1.0"
