"""Ways out of the house: e-mail, text messages and group bots, each as its provider documents it.

wording.py    a delivery's words: holes filled, length counted
answers.py    what the other side answered
email.py      SMTP, one connection for many
"""
