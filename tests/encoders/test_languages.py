"""The languages of texts are told offline, for a corpus and for mixed ones, and unknown stays unknown."""

import pytest

from linewise.encoders.languages import spoken
from linewise.teaching.encoder_views import LanguageShare
from linewise.teaching.languages import language_notice, named, suited, unread
from tests.support.happydb import Happy

SENTENCES = {
    "de": (
        "Gestern habe ich endlich meine alte Schulfreundin wiedergesehen.",
        "Der Kuchen ist mir richtig gut gelungen.",
        "Unser Hund schläft jetzt die ganze Nacht durch.",
        "Mein Bruder hat die Prüfung bestanden, und wir haben gefeiert.",
    ),
    "es": (
        "Ayer mi hija aprendió a montar en bicicleta.",
        "Me encontré dinero en un bolsillo del abrigo viejo.",
        "Cenamos todos juntos en casa de la abuela.",
        "Por fin terminé el trabajo que tanto me costaba.",
    ),
    "ar": (
        "تناولنا العشاء معا في بيت جدتي",
        "نجح أخي في الامتحان واحتفلنا به",
        "تعلمت ابنتي ركوب الدراجة أمس",
        "وجدت مالا في جيب معطفي القديم",
    ),
    "zh": (
        "昨天我女儿学会了骑自行车。",
        "我们一家人在奶奶家吃了晚饭。",
        "弟弟通过了考试,大家都很高兴。",
        "我终于把那本书看完了。",
    ),
}


@pytest.mark.parametrize("code", SENTENCES)
def test_a_few_sentences_tell_their_language(code: str) -> None:
    found = spoken(SENTENCES[code])
    assert found.shares[0][0] == code
    assert found.shares[0][1] > 0.9


def test_a_corpus_of_short_english_texts_is_english_alone(happy: Happy) -> None:
    assert spoken(happy.texts[:150]).shares == (("en", 1.0),)


def test_a_mixed_corpus_gets_shares(happy: Happy) -> None:
    shares = dict(spoken([*happy.texts[:8], *SENTENCES["de"], *SENTENCES["zh"]]).shares)
    assert set(shares) == {"en", "de", "zh"}
    assert shares["en"] == pytest.approx(0.5, abs=0.07)
    assert shares["zh"] == pytest.approx(0.25, abs=0.07)


def test_nothing_is_told_of_texts_that_say_nothing() -> None:
    for texts in ([], ["", " "], ["ok", "lol"], ["12 345 678 901", "3.14159 2.71828 ---"], ["😀😀😀😀😀😀"]):
        assert spoken(texts).shares == ()


def test_a_notice_names_the_languages_and_a_model_that_reads_them() -> None:
    german, zulu = (LanguageShare(code=code, name=named(code), share=0.6) for code in ("de", "zu"))
    english, some = (
        LanguageShare(code=code, name=named(code), share=share) for code, share in (("en", 0.4), ("fr", 0.05))
    )
    said = language_notice("MiniLM", [german, english, some], ("en",))
    assert said.startswith("About 60 % of the texts are German, but MiniLM reads English")
    assert said.endswith("linewise teach encoder use hub:sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2")
    assert "LaBSE" in suited([zulu])
    assert [one.code for one in unread([german, english, some], ("en",))] == ["de"]
    for read in ((), ("*",), ("de", "en")):
        assert language_notice("X", [german, english, some], read) == ""
