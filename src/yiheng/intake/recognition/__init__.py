"""What a raw grid is: where its head stands, which contract table it carries, which column is which, in which unit.

Nothing is guessed in silence: heads are found in an alias dictionary (content), and what was found is shown once per
sender and layout before any row is converted (:mod:`yiheng.intake.recognition.mapping`).
"""
