"""The content a person reads and practises: programmes, modules, tools and help contacts."""
