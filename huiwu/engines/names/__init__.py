"""The names engine: how Chinese names are read, ordered and found. Plain text in and out; no Django, no clock, no other engine.

Sources: domain/protocol.md §4; GF 3003-1999 (stroke order of the 20,902 characters), 通用规范汉字表 (2013). Whence the data come
is written in data/README.md.

surnames    split("欧阳修") -> Parts(family, given) ; SURNAMES (readings) ; COMPOUNDS
readings    reading("曾国藩", by_hand="") -> Reading(syllables, family_count) ; .pinyin "zeng guo fan" .initials "zgf" ; pinyin_key(…)
strokes     stroke_key("王明", single_name=BLANK_FIRST) (digits, so that every database sorts it alike) ; by_strokes(names, …)
            strokes("王") -> 4 ; unsettled("張䶮") -> characters whose place in the order is not settled by the norm
folding     fold("張 Ａ") -> "张 a": width, case and traditional forms make no difference in a search
finding     name_pieces(name, …), text_pieces(organisation) -> what is found by its beginning ; query_pieces(text)
"""
