"""The six invented meetings, one module each."""

from huiwu.config.demo.script import Script
from huiwu.config.demo.scripts import forum, gala, government, launch, seminar, training

SCRIPTS: dict[str, Script] = {
    module.SCRIPT.code: module.SCRIPT for module in (forum, gala, training, launch, government, seminar)
}


def nearest(people: int | None) -> Script:
    """The script whose own size comes nearest to so many people; the largest when nothing is asked."""
    if people is None:
        return forum.SCRIPT
    return min(SCRIPTS.values(), key=lambda script: abs(script.people - people))
