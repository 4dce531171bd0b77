"""The pages for uploading returns, and their parts."""
