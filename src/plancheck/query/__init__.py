"""How rules name things: paths, selectors and conditions, and the verdicts that checks give."""
