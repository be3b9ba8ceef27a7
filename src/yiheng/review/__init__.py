"""复核: proof-reads the figures of any self-evaluation report before 财政 does."""

from yiheng.review.finding import Finding, Quote, Relation, Review, Unchecked
from yiheng.review.review import review_source, review_text

__all__ = ["Finding", "Quote", "Relation", "Review", "Unchecked", "review_source", "review_text"]
