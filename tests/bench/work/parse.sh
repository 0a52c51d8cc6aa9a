# A large script, of functions that are never called.
. ./large-script
. ./large-script
. ./large-script
last_of_large_script
