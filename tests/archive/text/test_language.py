"""The language of a text, by vote of its small words and by its script."""

from __future__ import annotations

import gzip
import json

import pytest

from archive.text.language import detect
from tests.corpus import corpus_path


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The model was trained on a budget of 5 million, and it is said to be open."),
        ("fr", "Le modèle a été entraîné avec un budget de 5 millions, et il est ouvert."),
        ("de", "Das Modell wurde mit einem kleinen Budget trainiert und ist für alle offen."),
        ("es", "El modelo fue entrenado con un presupuesto de cinco millones y es más barato."),
        ("it", "Il modello è stato addestrato con un budget di cinque milioni ed è aperto."),
        ("pt", "O modelo foi treinado com um orçamento de cinco milhões e não é caro."),
        ("nl", "Het model is getraind met een budget van vijf miljoen en het is niet duur."),
        ("ja", "東京タワーはとても高いです。人工知能のモデルです。"),
        ("zh", "人工智能模型正在快速发展,成本也越来越低。"),
        ("ko", "인공지능 모델이 빠르게 발전하고 있다."),
        ("ru", "Модель была обучена за небольшие деньги."),
        ("ar", "تم تدريب النموذج بميزانية صغيرة."),
        ("he", "המודל אומן בתקציב קטן."),
        ("el", "Το μοντέλο εκπαιδεύτηκε με μικρό κόστος."),
        ("th", "โมเดลนี้ได้รับการฝึกฝนด้วยงบประมาณเล็กน้อย"),
    ],
)
def test_each_language_is_told(language: str, text: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "DeepSeek R1",
        "5,58 10 000",
        "for (i = 0; i < n; i++) { x[i] = y; }",
        "Model jest znacznie tańszy i został przygotowany do pracy na wielu platformach.",
    ],
)
def test_it_says_nothing_where_it_is_not_sure(text: str) -> None:
    assert detect(text) is None


def test_the_articles_of_the_corpus_are_in_the_language_they_say() -> None:
    with gzip.open(corpus_path("news.jsonl.gz"), "rb") as lines:
        articles = [json.loads(line) for n, line in enumerate(lines) if n % 75 == 0]
    wrong = [a["id"] for a in articles if detect(a["body"]) != a["lang"]]
    assert len(articles) > 250
    assert len(wrong) <= 1, wrong
