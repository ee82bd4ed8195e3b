"""The catalogue of what people read, in their languages: which there are, which one a person is answered in, and the look-up itself.

May import: text. Texts stay where they are said, wrapped in `catalogue._`; the translations are `locale/*.po`.
"""
