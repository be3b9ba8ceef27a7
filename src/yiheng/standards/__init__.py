"""标准: what every room agrees on — problems and their messages, units of measure, the glossary."""
