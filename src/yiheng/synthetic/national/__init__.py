"""The files of an invented city as senders send them: messages, platform exports, vouchers, lists and workbooks.

``national_files.NationalFiles`` takes the contract-shaped parts; heads, forms, senders and their habits are content.
"""
