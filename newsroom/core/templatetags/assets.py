"""`{% asset "site/icon.svg" %}` for an address, `{% style_sheets "site/style.css" "site/forms.css" %}` for links."""

from django import template

from newsroom.core import assets, fault

register = template.Library()
register.simple_tag(assets.asset)
register.simple_tag(assets.style_sheets)
register.simple_tag(fault.style, name="fault_style")
