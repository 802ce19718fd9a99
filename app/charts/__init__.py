"""Pictures out: SVG made of numbers; no models, colours as classes so that the strict content policy holds."""
