"""How old one must be to read a text: the grade of Flesch and Kincaid (1975), counted by hand.

0.39 words a sentence + 11.8 syllables a word - 15.59, and grade 7 is read at the age of 12.
"""

import re

AGE_OF_GRADE_0 = 5


def count_syllables(word):
    """Return groups of vowels; an e that ends a word is silent where it is not the only one."""
    groups = len(re.findall("[aeiouy]+", word.lower()))
    return max(groups - (groups > 1 and bool(re.search("[^aeioul]e$", word.lower()))), 1)


def find_reading_age(text):
    """Return the age at which a text is read."""
    sentences = [part for part in re.split(r"[.?!;:](?:\s|$)", text) if part.strip()]
    words = re.findall(r"[A-Za-z']+", text)
    syllables = sum(map(count_syllables, words))
    grade = 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
    return grade + AGE_OF_GRADE_0
