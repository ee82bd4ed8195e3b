"""Google's Gemini API for pictures: one call, generateContent, draws and edits."""
