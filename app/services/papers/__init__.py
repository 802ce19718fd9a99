"""The papers a meeting needs: who and what stands on each, by the rules of the domain."""
