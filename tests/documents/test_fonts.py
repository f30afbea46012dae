"""What the shipped fonts can draw."""

from huiwu.documents import fonts


def test_the_fonts_draw_every_general_character_and_rare_name():
    assert fonts.prove() == []


def test_the_general_list_is_whole():
    assert len(set(fonts.GENERAL_CHARACTERS.read_text(encoding="utf-8"))) == 8105


def test_what_one_font_lacks_is_named_and_another_stands_in():
    found = fonts.coverage("林㛃𠮷\U0001f600")
    assert found.missing == ("\U0001f600",)
    assert found.by_font == {fonts.SANS: ("\U0001f600",), fonts.SERIF: ("\U0001f600", "𠮷")}


def test_joiners_and_variation_selectors_need_no_glyph():
    assert fonts.coverage("a\u200d\ufe0f\U000e0100\n").missing == ()
