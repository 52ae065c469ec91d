"""In which language somebody writes, told by its small words."""

import re

LEAST = 3  # small words that must be found
# words of one language only
WORDS = {
    "en": "the and with have please order not would our your you this was been",
    "it": "il che per sono della non buongiorno ordine vorrei abbiamo nostro"
    " grazie gli è merce",
    "es": "el los para hemos pedido buenos días gracias por favor nuestro usted"
    " está muy pero",
    "pl": "nie się jest dzień dobry proszę zamówienie dla że zostało mamy dziękuję"
    " przesyłka do na",
    "de": "der die und nicht bitte wir haben ist bestellung mit eine sehr guten",
    "fr": "le les nous avons vous pas commande merci bonjour est une dans pour",
}
SETS = {language: frozenset(words.split()) for language, words in WORDS.items()}


def guess(text):
    """The two letters of a language, empty when it is not clear.

    >>> guess("Buongiorno, la merce che abbiamo ordinato non è arrivata")
    'it'
    >>> guess("OK")
    ''
    """
    words = re.findall(r"\w+", (text or "").lower())[:400]
    counts = {
        language: sum(word in small for word in words)
        for language, small in SETS.items()
    }
    first, second = sorted(counts.values(), reverse=True)[:2]
    if first < LEAST or first < 2 * second:
        return ""
    return max(counts, key=counts.get)
