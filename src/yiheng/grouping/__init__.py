"""分组: a city's grouping scheme as data, cases grouped at memory speed, and the reason of every group."""
