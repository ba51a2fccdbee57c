"""`{% asset "site/share.js" %}` for an address, `{% style_sheets "site/style.css" "site/archive.css" %}` for links,
`{% page_icon "site/icon.svg" %}` for a picture that the page carries itself."""

from django import template

from newsroom.core import assets, fault

register = template.Library()
register.simple_tag(assets.asset)
register.simple_tag(assets.style_sheets)
register.simple_tag(assets.icon, name="page_icon")
register.simple_tag(fault.style, name="fault_style")
