"""The figures: counted or reported, of one event or of many, as pages, tables, pictures and files show them."""
