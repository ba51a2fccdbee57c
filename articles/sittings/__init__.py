"""What people write before they save it: kept by itself, offered back, and who is here.

A *sitting* is one opening of the writing page by one person. All that it keeps is one revision, rewritten in place,
in which the highest `turn` wins: what arrives late replaces nothing. It never touches the working copy, so it collides
with nobody. Saving settles it; until then it is offered to the person who wrote it.
"""
