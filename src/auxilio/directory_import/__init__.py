"""The directory from spreadsheets, and back: agencies, centres, desks, people, units, hospitals,
qualifications, contacts, shifts (docs/nouns/directory-import.md).

`core` turns a table into changes of the directory as it is, or into findings with row, column and reason; `workbook` and
`table_text` read and write files; `service` applies and takes back; `access_letters` prints first passwords.
"""
