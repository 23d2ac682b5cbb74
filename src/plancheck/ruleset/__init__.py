"""Rule files and what is made of them: rules, their tests, their mutants."""
