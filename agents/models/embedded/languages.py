"""What is said to somebody who writes in a language that the embedded model does not read: that it
reads English, and that a person can help. Spanish has phrases of its own."""

import re

from agents.guardrails.language import language_of

_OFFER = " (A person of our team can answer you.)"
OFFERS = {
    language: text + _OFFER
    for language, text in {
        "fr": "Bonjour ! Cet assistant ne comprend que l'anglais. Voulez-vous qu'une personne de "
        "notre équipe vous réponde ?",
        "de": "Hallo! Dieser Assistent versteht nur Englisch. Soll Ihnen jemand aus unserem Team "
        "antworten?",
        "pt": "Olá! Este assistente só entende inglês. Quer que uma pessoa da nossa equipe "
        "responda?",
        "it": "Ciao! Questo assistente capisce solo l'inglese. Vuole che le risponda una persona "
        "del nostro team?",
        "vi": "Xin chào! Trợ lý này chỉ hiểu tiếng Anh. Bạn có muốn một người trong đội của chúng "
        "tôi trả lời không?",
        "tl": "Kumusta! Ingles lang ang naiintindihan ng assistant na ito. Gusto mo bang "
        "sagutin ka ng isang tao?",
        "zh": "您好!本助手只懂英语。需要我们的工作人员回复您吗?",
        "ja": "こんにちは。このアシスタントは英語のみ対応しています。"
        "担当者からの返信をご希望ですか?",
        "ko": "안녕하세요! 이 도우미는 영어만 이해합니다. 저희 직원이 답변해 드릴까요?",
        "ru": "Здравствуйте! Этот помощник понимает только английский. Хотите, чтобы вам ответил "
        "сотрудник?",
        "ar": "مرحبا! هذا المساعد يفهم الإنجليزية فقط. هل تريد أن يرد عليك أحد أعضاء فريقنا؟",
    }.items()
}
"""By language, as ISO 639-1 has it."""

_YES = re.compile(
    r"\W*(?:oui|d'accord|ja|gerne|bitte|sim|por favor|s[iì]|certo|vâng|có|oo|opo|sige|好|是|要|"
    r"需要|はい|お願い|네|예|да|конечно|نعم|أجل)(?!\w)",
    re.IGNORECASE,
)


def offer_in(text: str) -> str:
    """What to say to such a text, in its language; empty where it is English, or unknown."""
    return OFFERS.get(language_of(text), "")


def agrees_elsewhere(text: str) -> bool:
    """Whether it begins with a yes in one of them."""
    return _YES.match(text) is not None
