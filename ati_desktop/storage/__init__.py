"""The locked stores: keys, sealing, units of work, directory, migrations, audit."""
