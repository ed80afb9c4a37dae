"""The look of the house: stylesheet, base templates, components, form fields, error pages. Knows no business."""
