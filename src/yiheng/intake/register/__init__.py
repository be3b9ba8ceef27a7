"""数据接收登记: who sent what, when and how; what the hand-over sheet states and what was found; who has not sent.

Deliveries stand as received in the city's inbox; what was read of each file is a row of the published table
``delivery``, what was wrong a row of ``intake_problem``.
"""
