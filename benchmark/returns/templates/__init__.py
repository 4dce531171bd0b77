"""Templates of returns, filled in with what we know of a trust or a system, with lists to choose from.

`request` says who a template is for and which rows it has, `workbook` and `csv_template` write it, and
`unstamped` reads one that comes back without its stamp (`read.template_stamp` reads the stamp).
"""
