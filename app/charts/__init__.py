"""Pictures: SVG out, numbers and words in. Sizes are attributes and colours are classes of theme.css, so that the strict
content policy holds and the picture follows the reader's colours. Each picture names itself and tells its numbers in words.
"""
