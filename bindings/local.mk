# Bindings sit on include/ alone.
