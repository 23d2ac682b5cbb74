"""Documents written as YAML: new ones, merged ones, registers."""
